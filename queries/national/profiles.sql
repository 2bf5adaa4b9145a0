-- The same figures, each commune with all its own.
insert into national.profiles
from national.figures
order by place, slice
