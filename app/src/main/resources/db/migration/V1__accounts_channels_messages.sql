-- One dialect for SQLite and PostgreSQL. Times of accounts and sign-ins are epoch seconds unless a name says otherwise;
-- of channels and messages, epoch nanoseconds.

CREATE TABLE users (
    id                VARCHAR(36) PRIMARY KEY,
    name              VARCHAR(200) NOT NULL,
    email             VARCHAR(320) NOT NULL UNIQUE,
    role              VARCHAR(16)  NOT NULL,
    profile_image_url TEXT         NOT NULL,
    bio               TEXT,
    gender            VARCHAR(100),
    date_of_birth     VARCHAR(10),
    timezone          VARCHAR(100),
    password_hash     VARCHAR(100) NOT NULL,
    settings          TEXT,
    info              TEXT,
    last_active_at    BIGINT       NOT NULL,
    updated_at        BIGINT       NOT NULL,
    created_at        BIGINT       NOT NULL
);

CREATE INDEX users_by_age ON users (created_at, id);

-- The truth about who is signed in: the session store may forget everything and gets it back from here.
CREATE TABLE sign_ins (
    session_key  VARCHAR(43) PRIMARY KEY,
    user_id      VARCHAR(36) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    attributes   TEXT        NOT NULL,
    created_ms   BIGINT      NOT NULL,
    expires_ms   BIGINT,
    last_seen_ms BIGINT      NOT NULL,
    ended_ms     BIGINT
);

CREATE INDEX sign_ins_by_user ON sign_ins (user_id, created_ms);
CREATE INDEX sign_ins_by_last_seen ON sign_ins (last_seen_ms);

CREATE TABLE settings (
    name       VARCHAR(100) PRIMARY KEY,
    value      TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE channels (
    id             VARCHAR(36) PRIMARY KEY,
    user_id        VARCHAR(36)  NOT NULL,
    name           VARCHAR(200) NOT NULL,
    description    TEXT,
    data           TEXT,
    meta           TEXT,
    access_control TEXT,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL
);

-- user_id names no row for certain: what people wrote stays when their account goes.
CREATE TABLE messages (
    id          VARCHAR(36) PRIMARY KEY,
    channel_id  VARCHAR(36) NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    user_id     VARCHAR(36) NOT NULL,
    temp_id     VARCHAR(100),
    reply_to_id VARCHAR(36),
    parent_id   VARCHAR(36) REFERENCES messages (id) ON DELETE CASCADE,
    content     TEXT   NOT NULL,
    data        TEXT,
    meta        TEXT,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    -- A page that repeats a post whose answer was lost gets the message that it has already made.
    UNIQUE (channel_id, user_id, temp_id)
);

CREATE INDEX messages_by_channel ON messages (channel_id, parent_id, created_at, id);
CREATE INDEX messages_by_parent ON messages (parent_id, created_at, id);

CREATE TABLE reactions (
    message_id VARCHAR(36)  NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    user_id    VARCHAR(36)  NOT NULL,
    name       VARCHAR(100) NOT NULL,
    created_at BIGINT       NOT NULL,
    PRIMARY KEY (message_id, name, user_id)
);

CREATE TABLE channel_reads (
    channel_id   VARCHAR(36) NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    user_id      VARCHAR(36) NOT NULL,
    last_read_at BIGINT      NOT NULL,
    PRIMARY KEY (channel_id, user_id)
);
