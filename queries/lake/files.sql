-- The files that a version publishes, as they are stored: the digest of each is that of what is given of it.
select unnest($names) as name, unnest($digests) as digest, unnest($contents) as content
