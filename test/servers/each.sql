-- What each of the servers behind postgres_fdw has.
CREATE EXTENSION rotation;
\ir tables.sql
CREATE TABLE panel_by_date (LIKE panel);
CREATE TABLE memberships (member text, index_name text, valid daterange);
CREATE VIEW histories AS SELECT series, equal_weight_index(ts, member, price) AS points FROM shares GROUP BY series;
