-- Which words of a plain name tell it from others: « mans » of « le mans »?
--
-- The last is one of them, whatever it is: it may not be typed to its end.
create or replace macro main_words(plain) as regexp_replace(
    plain, '\b(?:l|le|la|les|lez|d|de|du|des|a|au|aux|en|et|sur|sous) ', '', 'g'
)
