DROP TABLE `experiment_events`;--> statement-breakpoint
DROP TABLE `experiment_users`;--> statement-breakpoint
DROP TABLE `experiments`;