-- When the event of a new message was in the log of events. A message whose replica died between the commit and that is
-- told by another one; see UntoldMessages.
ALTER TABLE messages ADD COLUMN told_at BIGINT;
UPDATE messages SET told_at = created_at;

CREATE INDEX messages_untold ON messages (created_at) WHERE told_at IS NULL;
