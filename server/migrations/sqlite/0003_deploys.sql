DROP INDEX `code_deploys_started`;--> statement-breakpoint
ALTER TABLE `code_deploys` ADD `by` text;--> statement-breakpoint
CREATE INDEX `code_deploys_version` ON `code_deploys` (`environment`,`app`,`version`);--> statement-breakpoint
CREATE INDEX `code_deploys_started` ON `code_deploys` (`environment`,`start_entry`);