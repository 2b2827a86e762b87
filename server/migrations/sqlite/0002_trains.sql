CREATE TABLE `approvals` (
	`environment` text NOT NULL,
	`number` integer NOT NULL,
	`actor_id` text NOT NULL,
	`actor` text NOT NULL,
	`content_hash` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`environment`, `number`, `actor_id`)
);
--> statement-breakpoint
CREATE TABLE `changes` (
	`environment` text NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`links` text NOT NULL,
	`author` text NOT NULL,
	`author_id` text NOT NULL,
	`status` text NOT NULL,
	`edits` text NOT NULL,
	`base` text NOT NULL,
	`base_release` integer NOT NULL,
	`requires` text NOT NULL,
	`content_hash` text NOT NULL,
	`version` integer NOT NULL,
	`release` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`environment`, `number`)
);
--> statement-breakpoint
CREATE INDEX `changes_status` ON `changes` (`environment`,`status`,`number`);--> statement-breakpoint
CREATE INDEX `changes_release` ON `changes` (`environment`,`release`);--> statement-breakpoint
CREATE TABLE `opt_ins` (
	`environment` text NOT NULL,
	`cohort` text NOT NULL,
	`user_key` text NOT NULL,
	`is_member` integer NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`environment`, `cohort`, `user_key`)
);
--> statement-breakpoint
CREATE INDEX `opt_ins_seq` ON `opt_ins` (`environment`,`seq`);--> statement-breakpoint
CREATE INDEX `opt_ins_user` ON `opt_ins` (`environment`,`user_key`);--> statement-breakpoint
CREATE TABLE `apps` (
	`environment` text NOT NULL,
	`app` text NOT NULL,
	`is_log_only` integer NOT NULL,
	`share` integer NOT NULL,
	PRIMARY KEY(`environment`, `app`)
);
--> statement-breakpoint
CREATE TABLE `code_deploys` (
	`environment` text NOT NULL,
	`id` text NOT NULL,
	`app` text NOT NULL,
	`version` text NOT NULL,
	`from_version` text,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`start_entry` integer NOT NULL,
	`end_entry` integer,
	`actor` text NOT NULL,
	`commits` text NOT NULL,
	`links` text NOT NULL,
	PRIMARY KEY(`environment`, `id`)
);
--> statement-breakpoint
CREATE INDEX `code_deploys_app` ON `code_deploys` (`environment`,`app`,`end_entry`);--> statement-breakpoint
CREATE INDEX `code_deploys_started` ON `code_deploys` (`environment`,`started_at`);--> statement-breakpoint
CREATE TABLE `candidates` (
	`environment` text PRIMARY KEY NOT NULL,
	`release` integer NOT NULL,
	`entry` integer NOT NULL,
	`salt` text NOT NULL,
	`by` text,
	`plan` text NOT NULL,
	`stage` integer NOT NULL,
	`stage_since` integer NOT NULL,
	`started_at` integer NOT NULL,
	`edits` text NOT NULL,
	`reason` text,
	`train` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `princess` (
	`environment` text PRIMARY KEY NOT NULL,
	`group` integer NOT NULL,
	`edits` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `trains` (
	`environment` text PRIMARY KEY NOT NULL,
	`train` text NOT NULL,
	`version` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`hook` text NOT NULL,
	`environment` text NOT NULL,
	`app` text NOT NULL,
	`entry` integer,
	`payload` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer,
	`outcome` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `deliveries_hook` ON `deliveries` (`hook`,`created_at`);--> statement-breakpoint
CREATE INDEX `deliveries_next` ON `deliveries` (`next_at`);--> statement-breakpoint
CREATE INDEX `deliveries_entry` ON `deliveries` (`entry`);--> statement-breakpoint
CREATE TABLE `hooks` (
	`id` text PRIMARY KEY NOT NULL,
	`environment` text NOT NULL,
	`app` text NOT NULL,
	`url` text NOT NULL,
	`secret` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `hooks_app` ON `hooks` (`environment`,`app`);--> statement-breakpoint
ALTER TABLE `deploy_log` ADD `settles` integer;--> statement-breakpoint
CREATE INDEX `deploy_log_settles` ON `deploy_log` (`settles`);--> statement-breakpoint
CREATE INDEX `deploy_log_app` ON `deploy_log` (`app`,`seq`);--> statement-breakpoint
CREATE INDEX `deploy_log_actor` ON `deploy_log` (`actor_id`,`seq`);--> statement-breakpoint
CREATE INDEX `deploy_log_at` ON `deploy_log` (`at`);--> statement-breakpoint
ALTER TABLE `environments` ADD `numbered` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `environments` ADD `rules` text;--> statement-breakpoint
ALTER TABLE `releases` ADD `outcome` text DEFAULT 'arrived' NOT NULL;--> statement-breakpoint
ALTER TABLE `releases` ADD `settled` integer;--> statement-breakpoint
ALTER TABLE `instances` ADD `channel` text DEFAULT 'live' NOT NULL;--> statement-breakpoint
ALTER TABLE `sdk_keys` ADD `channel` text DEFAULT 'live' NOT NULL;
--> statement-breakpoint
UPDATE `environments` SET `numbered` = `release`;
