-- One row: who we are. Kept beside the data, so that a copy of the settings with another database is somebody else.
CREATE TABLE installation (
    only_row INTEGER     PRIMARY KEY CHECK (only_row = 1),
    id       VARCHAR(36) NOT NULL
);
