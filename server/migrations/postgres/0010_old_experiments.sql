DROP TABLE "experiment_events" CASCADE;--> statement-breakpoint
DROP TABLE "experiment_users" CASCADE;--> statement-breakpoint
DROP TABLE "experiments" CASCADE;