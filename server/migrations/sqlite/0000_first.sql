CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`roles` text NOT NULL,
	`person_id` text,
	`parent_id` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_hash` ON `api_tokens` (`hash`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`roles` text NOT NULL,
	`password_hash` text,
	`is_disabled` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email` ON `people` (`email`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`started_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person_id`);--> statement-breakpoint
CREATE TABLE `sign_in_links` (
	`hash` text PRIMARY KEY NOT NULL,
	`person_id` text,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `deploy_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`environment` text,
	`app` text,
	`actor_id` text NOT NULL,
	`release` integer,
	`reverts` integer,
	`text` text NOT NULL,
	`entry` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `deploy_log_release` ON `deploy_log` (`environment`,`release`);--> statement-breakpoint
CREATE INDEX `deploy_log_reverts` ON `deploy_log` (`environment`,`reverts`);--> statement-breakpoint
CREATE INDEX `deploy_log_kind` ON `deploy_log` (`kind`,`seq`);--> statement-breakpoint
CREATE INDEX `deploy_log_environment` ON `deploy_log` (`environment`,`seq`);--> statement-breakpoint
CREATE TABLE `log_references` (
	`ref` text PRIMARY KEY NOT NULL,
	`digest` text NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `log_references_digest` ON `log_references` (`digest`);--> statement-breakpoint
CREATE TABLE `environments` (
	`key` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`publish_role` text NOT NULL,
	`confirm` integer NOT NULL,
	`release` integer NOT NULL,
	`seq` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `meta` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sdk_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`environment` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sdk_keys_hash` ON `sdk_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `sdk_keys_environment` ON `sdk_keys` (`environment`);--> statement-breakpoint
CREATE TABLE `signing_secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`environment` text NOT NULL,
	`sealed` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE INDEX `signing_secrets_environment` ON `signing_secrets` (`environment`);--> statement-breakpoint
CREATE TRIGGER `deploy_log_keeps_entries` BEFORE UPDATE ON `deploy_log` BEGIN SELECT RAISE(ABORT, 'The deploy log is append-only'); END;--> statement-breakpoint
CREATE TRIGGER `deploy_log_loses_nothing` BEFORE DELETE ON `deploy_log` BEGIN SELECT RAISE(ABORT, 'The deploy log is append-only'); END;
