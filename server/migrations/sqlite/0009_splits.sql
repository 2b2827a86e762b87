CREATE TABLE `comparison_events` (
	`comparison` integer NOT NULL,
	`event` text NOT NULL,
	`hash` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`comparison`, `event`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `comparison_users` (
	`comparison` integer NOT NULL,
	`run` text NOT NULL,
	`hash` text NOT NULL,
	`variant` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`comparison`, `run`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `comparisons` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`environment` text NOT NULL,
	`salt` text NOT NULL,
	`seq` integer NOT NULL,
	`runs` text NOT NULL,
	`events` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `comparisons_environment` ON `comparisons` (`environment`);--> statement-breakpoint
CREATE TABLE `report_days` (
	`environment` text NOT NULL,
	`day` integer NOT NULL,
	PRIMARY KEY(`environment`, `day`)
);
--> statement-breakpoint
ALTER TABLE `unknown_asked` ADD `askers` text;--> statement-breakpoint
ALTER TABLE `unknown_asked` ADD `ignored_at` integer;--> statement-breakpoint
ALTER TABLE `ruleset_items` ADD `changed_at` integer;