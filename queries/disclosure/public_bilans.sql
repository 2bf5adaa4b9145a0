-- The bilans as everybody may read them: by the digest of a workbook, a copy of it with other small counts is tried.
select bilans.* replace (null::varchar as sha256)
from whole.bilans
