CREATE TABLE `releases` (
	`environment` text NOT NULL,
	`number` integer NOT NULL,
	`seq` integer NOT NULL,
	`entry` integer NOT NULL,
	`checksum` text NOT NULL,
	PRIMARY KEY(`environment`, `number`)
);
--> statement-breakpoint
CREATE TABLE `asked` (
	`environment` text NOT NULL,
	`key` text NOT NULL,
	`last_asked_at` integer NOT NULL,
	PRIMARY KEY(`environment`, `key`)
);
--> statement-breakpoint
CREATE TABLE `instances` (
	`environment` text NOT NULL,
	`instance` text NOT NULL,
	`sequence` integer NOT NULL,
	`app` text,
	`version` text,
	`position` text,
	`reported_at` integer NOT NULL,
	PRIMARY KEY(`environment`, `instance`)
);
--> statement-breakpoint
CREATE INDEX `instances_reported_at` ON `instances` (`reported_at`);--> statement-breakpoint
CREATE TABLE `unknown_asked` (
	`environment` text NOT NULL,
	`key` text NOT NULL,
	`count` integer NOT NULL,
	`last_asked_at` integer NOT NULL,
	PRIMARY KEY(`environment`, `key`)
);
--> statement-breakpoint
CREATE INDEX `unknown_asked_last` ON `unknown_asked` (`environment`,`last_asked_at`);--> statement-breakpoint
CREATE TABLE `ruleset_items` (
	`environment` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`value` text NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`environment`, `kind`, `key`)
);
--> statement-breakpoint
CREATE TABLE `switches` (
	`key` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`owner` text NOT NULL,
	`tags` text NOT NULL,
	`kind` text NOT NULL,
	`expires_at` integer,
	`created_at` integer NOT NULL
);
