DROP INDEX "code_deploys_started";--> statement-breakpoint
ALTER TABLE "code_deploys" ADD COLUMN "by" text;--> statement-breakpoint
CREATE INDEX "code_deploys_version" ON "code_deploys" USING btree ("environment","app","version");--> statement-breakpoint
CREATE INDEX "code_deploys_started" ON "code_deploys" USING btree ("environment","start_entry");