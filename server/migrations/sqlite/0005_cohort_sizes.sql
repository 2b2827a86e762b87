CREATE TABLE `cohort_sizes` (
	`environment` text NOT NULL,
	`cohort` text NOT NULL,
	`members` integer NOT NULL,
	PRIMARY KEY(`environment`, `cohort`)
);
--> statement-breakpoint
CREATE TABLE `opt_in_sequences` (
	`environment` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`floor` integer NOT NULL
);
