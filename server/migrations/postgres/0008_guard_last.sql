ALTER TABLE "guard_verdicts" ADD COLUMN "is_last" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "trials" ADD COLUMN "dropped" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "guard_verdicts_old" ON "guard_verdicts" USING btree ("is_last","at");