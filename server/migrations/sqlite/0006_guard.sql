CREATE TABLE `guard_verdicts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`environment` text NOT NULL,
	`release` integer NOT NULL,
	`salt` text NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`words` text NOT NULL,
	`verdict` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `guard_verdicts_release` ON `guard_verdicts` (`environment`,`release`);--> statement-breakpoint
CREATE INDEX `guard_verdicts_salt` ON `guard_verdicts` (`environment`,`salt`,`at`);