-- When the session store was told that a sign-in has ended. Ends that it was not told yet, because it was away, are made
-- good from here; see UntoldEnds.
ALTER TABLE sign_ins ADD COLUMN told_ms BIGINT;
UPDATE sign_ins SET told_ms = ended_ms;

CREATE INDEX sign_ins_untold ON sign_ins (ended_ms) WHERE ended_ms IS NOT NULL AND told_ms IS NULL;
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_ms);

-- One key for an account. Only its SHA-256 is kept; the hint is what people recognise it by.
CREATE TABLE api_keys (
    key_hash   VARCHAR(43) PRIMARY KEY,
    user_id    VARCHAR(36) NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    hint       VARCHAR(8)  NOT NULL,
    created_at BIGINT      NOT NULL
);
