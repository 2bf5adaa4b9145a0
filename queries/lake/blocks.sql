-- How many blocks of the file hold nothing, and how many has it?
select free_blocks, total_blocks
from pragma_database_size()
where database_name = 'base'
