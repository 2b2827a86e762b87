CREATE TABLE "guard_verdicts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "guard_verdicts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"environment" text NOT NULL,
	"release" bigint NOT NULL,
	"salt" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"action" text NOT NULL,
	"words" text NOT NULL,
	"verdict" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "guard_verdicts_release" ON "guard_verdicts" USING btree ("environment","release");--> statement-breakpoint
CREATE INDEX "guard_verdicts_salt" ON "guard_verdicts" USING btree ("environment","salt","at");