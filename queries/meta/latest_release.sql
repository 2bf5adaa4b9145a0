-- Under which number was the latest version published?
select release_number from releases order by position desc limit 1
