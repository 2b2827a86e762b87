ALTER TABLE `guard_verdicts` ADD `is_last` integer DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX `guard_verdicts_old` ON `guard_verdicts` (`is_last`,`at`);--> statement-breakpoint
ALTER TABLE `trials` ADD `dropped` integer DEFAULT 0 NOT NULL;