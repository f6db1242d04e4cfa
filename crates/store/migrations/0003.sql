-- The day of a link's newer claim, so that contradictions are listed by day without going through all claims.

ALTER TABLE claim_links ADD COLUMN said TEXT;
UPDATE claim_links SET said = (SELECT c.said_first FROM claims c WHERE c.id = "from");
CREATE INDEX claim_links_against ON claim_links (said) WHERE type IN ('contradicts', 'denies');
