CREATE TABLE `series_hours` (
	`environment` text NOT NULL,
	`event` text NOT NULL,
	`hour` integer NOT NULL,
	`totals` text NOT NULL,
	PRIMARY KEY(`environment`, `event`, `hour`)
);
--> statement-breakpoint
CREATE INDEX `series_hours_hour` ON `series_hours` (`hour`);