CREATE TABLE `experiment_events` (
	`experiment` integer NOT NULL,
	`event` text NOT NULL,
	`hash` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`experiment`, `event`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `experiment_users` (
	`experiment` integer NOT NULL,
	`switch` text NOT NULL,
	`hash` text NOT NULL,
	`variant` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`experiment`, `switch`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `experiments` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`environment` text NOT NULL,
	`salt` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`samples` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `experiments_salt` ON `experiments` (`environment`,`salt`);--> statement-breakpoint
CREATE TABLE `reporters` (
	`environment` text NOT NULL,
	`instance` text NOT NULL,
	`sequence` integer NOT NULL,
	`reported_at` integer NOT NULL,
	PRIMARY KEY(`environment`, `instance`)
);
--> statement-breakpoint
CREATE INDEX `reporters_reported_at` ON `reporters` (`reported_at`);--> statement-breakpoint
CREATE TABLE `series` (
	`environment` text NOT NULL,
	`event` text NOT NULL,
	`minute` integer NOT NULL,
	`totals` text NOT NULL,
	PRIMARY KEY(`environment`, `event`, `minute`)
);
--> statement-breakpoint
CREATE INDEX `series_minute` ON `series` (`minute`);--> statement-breakpoint
CREATE TABLE `trial_events` (
	`trial` integer NOT NULL,
	`stage` integer NOT NULL,
	`event` text NOT NULL,
	`counts` text NOT NULL,
	PRIMARY KEY(`trial`, `stage`, `event`)
);
--> statement-breakpoint
CREATE TABLE `trial_exposed` (
	`trial` integer NOT NULL,
	`hash` text NOT NULL,
	`canary` integer NOT NULL,
	`control` integer NOT NULL,
	PRIMARY KEY(`trial`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `trial_users` (
	`trial` integer NOT NULL,
	`event` text NOT NULL,
	`hash` text NOT NULL,
	`stage` integer NOT NULL,
	`arm` text NOT NULL,
	PRIMARY KEY(`trial`, `event`, `hash`)
);
--> statement-breakpoint
CREATE TABLE `trials` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`environment` text NOT NULL,
	`salt` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`last_report_at` integer,
	`metrics` text NOT NULL,
	`measures` text NOT NULL,
	`baseline` text NOT NULL,
	`exposed` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `trials_salt` ON `trials` (`environment`,`salt`);--> statement-breakpoint
CREATE INDEX `trials_ended` ON `trials` (`ended_at`);