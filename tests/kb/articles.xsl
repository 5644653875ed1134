<?xml version="1.0" encoding="UTF-8"?>
<!-- What the articles have, as lines: their ids, and what a good one would have and they lack. The document holds all
     articles in one element. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:k="urn:mbaudit:kb:1">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/*">
    <xsl:apply-templates select="k:article"/>
  </xsl:template>

  <xsl:template name="lack">
    <xsl:param name="what"/>
    <xsl:value-of select="concat('lack|', @id, '|', $what, '&#10;')"/>
  </xsl:template>

  <!-- has: PART, when it is there and is not empty -->
  <xsl:template name="need">
    <xsl:param name="part"/>
    <xsl:if test="not(k:*[local-name() = $part and normalize-space()])">
      <xsl:call-template name="lack"><xsl:with-param name="what" select="$part"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template match="k:article">
    <xsl:value-of select="concat('article|', @id, '|', @source, '&#10;')"/>
    <xsl:call-template name="need"><xsl:with-param name="part" select="'found'"/></xsl:call-template>
    <xsl:call-template name="need"><xsl:with-param name="part" select="'meaning'"/></xsl:call-template>
    <xsl:call-template name="need"><xsl:with-param name="part" select="'cause'"/></xsl:call-template>
    <xsl:call-template name="need"><xsl:with-param name="part" select="'intended'"/></xsl:call-template>
    <xsl:call-template name="need"><xsl:with-param name="part" select="'verify'"/></xsl:call-template>
    <xsl:call-template name="need"><xsl:with-param name="part" select="'remedy'"/></xsl:call-template>
    <xsl:call-template name="need"><xsl:with-param name="part" select="'check'"/></xsl:call-template>
    <xsl:call-template name="need"><xsl:with-param name="part" select="'references'"/></xsl:call-template>
    <xsl:for-each select="k:fix">
      <xsl:value-of select="concat('way|', ../@id, '|', @way, '&#10;')"/>
    </xsl:for-each>
    <xsl:apply-templates select="k:rule"/>
    <xsl:apply-templates select="k:examples"/>
    <xsl:if test="not(k:examples)">
      <xsl:call-template name="lack"><xsl:with-param name="what" select="'examples'"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- Confidence C: reasoned, so never an error, and the reader is told. -->
  <xsl:template match="k:rule[@confidence = 'C']">
    <xsl:for-each select="..">
      <xsl:if test="k:rule[@severity = 'error' or k:when/@severity = 'error']">
        <xsl:call-template name="lack"><xsl:with-param name="what" select="'a severity below error'"/></xsl:call-template>
      </xsl:if>
      <xsl:if test="not((k:meaning | k:intended)//*[contains(., 'reasoned') or contains(., 'reasoning')])">
        <xsl:call-template name="lack"><xsl:with-param name="what" select="'the word that it is reasoned'"/></xsl:call-template>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="k:rule"/>

  <xsl:template match="k:examples">
    <xsl:for-each select="..">
      <xsl:if test="count(k:examples/k:example) &lt; 3">
        <xsl:call-template name="lack"><xsl:with-param name="what" select="'a third example'"/></xsl:call-template>
      </xsl:if>
      <xsl:if test="not(k:examples/k:example[@outcome = 'fail'])">
        <xsl:call-template name="lack"><xsl:with-param name="what" select="'an example that fails'"/></xsl:call-template>
      </xsl:if>
      <xsl:if test="not(k:examples/k:example[@outcome = 'pass'])">
        <xsl:call-template name="lack"><xsl:with-param name="what" select="'an example that passes'"/></xsl:call-template>
      </xsl:if>
      <xsl:if test="not(k:examples/k:example[starts-with(@outcome, 'not-')])">
        <xsl:call-template name="lack">
          <xsl:with-param name="what" select="'an example that is not evaluated or not applicable'"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
