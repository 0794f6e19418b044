-- Settings that change while the server runs. A row stays when its setting goes back to the default (value null), so that
-- the revision of the last change is known for each.
CREATE TABLE live_settings (
    name     VARCHAR(100) PRIMARY KEY,
    value    TEXT,
    revision BIGINT NOT NULL
);

-- The audit, and what any revision is restored from. Revisions have no gaps.
CREATE TABLE setting_revisions (
    revision    BIGINT PRIMARY KEY,
    made_ms     BIGINT       NOT NULL,
    author_id   VARCHAR(36),
    author_name VARCHAR(200) NOT NULL,
    reason      VARCHAR(200) NOT NULL
);

-- JSON before and after; null is the default, secrets are sealed.
CREATE TABLE setting_changes (
    revision  BIGINT NOT NULL REFERENCES setting_revisions (revision),
    name      VARCHAR(100) NOT NULL,
    old_value TEXT,
    new_value TEXT,
    PRIMARY KEY (revision, name)
);

CREATE INDEX setting_changes_by_name ON setting_changes (name, revision);

-- What was saved before there were revisions: flags are JSON as they stand, other texts become JSON strings.
INSERT INTO setting_revisions (revision, made_ms, author_name, reason)
SELECT 1, MAX(updated_at) * 1000, 'Chorale', 'saved by an earlier version'
FROM settings WHERE name <> 'FIRST_ACCOUNT' HAVING COUNT(*) > 0;

INSERT INTO live_settings (name, value, revision)
SELECT name,
       CASE WHEN value IN ('true', 'false') THEN value
            ELSE '"' || REPLACE(REPLACE(REPLACE(value, '\', '\\'), '"', '\"'), '
', '\n') || '"' END,
       1
FROM settings WHERE name <> 'FIRST_ACCOUNT';

INSERT INTO setting_changes (revision, name, old_value, new_value)
SELECT revision, name, NULL, value FROM live_settings;

DELETE FROM settings WHERE name <> 'FIRST_ACCOUNT';
