CREATE TABLE "series_hours" (
	"environment" text NOT NULL,
	"event" text NOT NULL,
	"hour" bigint NOT NULL,
	"totals" text NOT NULL,
	CONSTRAINT "series_hours_environment_event_hour_pk" PRIMARY KEY("environment","event","hour")
);
--> statement-breakpoint
CREATE INDEX "series_hours_hour" ON "series_hours" USING btree ("hour");