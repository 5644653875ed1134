<?xml version="1.0" encoding="UTF-8"?>
<!-- The examples of an article as exports: for each that files can hold, its lines of MetaBase.xml, of what adsutil.vbs
     says of the running service, and of the evidence table, each with the file it goes into:
         FOLDER/FILE|line
     The folder is OUTCOME-NUMBER, and the example's time if it has one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:k="urn:mbaudit:kb:1">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:variable name="volatile" select="'|ServerState|'"/>
  <xsl:variable name="named" select="'|DisplayName|Enabled|MaxFirings|Priority|Rule|SinkClass|'"/>

  <xsl:template match="/">
    <!-- A key that was read in part, a place that is not known and a secret are not for this way of writing. -->
    <xsl:apply-templates select="//k:example[not(@complete = 'no') and not(k:key[not(@path)]) and not(.//@secret)]"/>
  </xsl:template>

  <xsl:template name="line">
    <xsl:param name="file"/>
    <xsl:param name="text"/>
    <xsl:for-each select="ancestor-or-self::k:example">
      <xsl:value-of select="concat(@outcome, '-', count(preceding-sibling::k:example) + 1)"/>
      <xsl:choose>
        <xsl:when test="@captured"><xsl:value-of select="concat('-', translate(substring-before(concat(@captured, 'Z'), 'Z'), '-:', ''))"/></xsl:when>
        <xsl:when test="k:evidence[contains(@object, 'log:')]"/>
        <xsl:otherwise>-20060516T020000</xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
    <xsl:value-of select="concat('/', $file, '|', $text, '&#10;')"/>
  </xsl:template>

  <xsl:template match="k:example">
    <xsl:call-template name="line">
      <xsl:with-param name="file">MetaBase.xml</xsl:with-param>
      <xsl:with-param name="text">&lt;configuration xmlns="urn:microsoft-catalog:XML_Metabase_V64_0">&lt;MBProperty></xsl:with-param>
    </xsl:call-template>
    <xsl:if test="not(@complete)">
      <xsl:call-template name="line">
        <xsl:with-param name="file">MetaBase.xml</xsl:with-param>
        <xsl:with-param name="text">&lt;IIS_Global Location=".">&lt;/IIS_Global>&lt;IIS_ROOT Location="/">&lt;/IIS_ROOT></xsl:with-param>
      </xsl:call-template>
      <xsl:if test="not(k:key[@path = '/LM'])">
        <xsl:call-template name="line">
          <xsl:with-param name="file">MetaBase.xml</xsl:with-param>
          <xsl:with-param name="text">&lt;IIsComputer Location="/LM">&lt;/IIsComputer></xsl:with-param>
        </xsl:call-template>
      </xsl:if>
    </xsl:if>
    <xsl:apply-templates select="k:key"/>
    <xsl:call-template name="line">
      <xsl:with-param name="file">MetaBase.xml</xsl:with-param>
      <xsl:with-param name="text">&lt;/MBProperty>&lt;/configuration></xsl:with-param>
    </xsl:call-template>
    <xsl:if test="k:evidence">
      <xsl:call-template name="line">
        <xsl:with-param name="file">evidence.csv</xsl:with-param>
        <xsl:with-param name="text">server,captured,object,property,value</xsl:with-param>
      </xsl:call-template>
    </xsl:if>
    <xsl:apply-templates select="k:evidence"/>
  </xsl:template>

  <xsl:template match="k:key">
    <xsl:call-template name="line">
      <xsl:with-param name="file">MetaBase.xml</xsl:with-param>
      <xsl:with-param name="text" select="concat('&lt;', @class, ' Location=&quot;', @path, '&quot;')"/>
    </xsl:call-template>
    <xsl:apply-templates select="k:property[not(contains($volatile, concat('|', @name, '|'))) and not(contains($named, concat('|', @name, '|')))]"/>
    <xsl:call-template name="line">
      <xsl:with-param name="file">MetaBase.xml</xsl:with-param>
      <xsl:with-param name="text">></xsl:with-param>
    </xsl:call-template>
    <xsl:apply-templates mode="custom" select="k:property[contains($named, concat('|', @name, '|'))]"/>
    <xsl:call-template name="line">
      <xsl:with-param name="file">MetaBase.xml</xsl:with-param>
      <xsl:with-param name="text" select="concat('&lt;/', @class, '>')"/>
    </xsl:call-template>
    <xsl:if test="k:property[contains($volatile, concat('|', @name, '|'))]">
      <xsl:call-template name="line">
        <xsl:with-param name="file">adsutil.txt</xsl:with-param>
        <xsl:with-param name="text" select="concat('&#10;[/', substring-after(@path, '/LM/'), ']&#10;KeyType                         : (STRING) &quot;', @class, '&quot;')"/>
      </xsl:call-template>
      <xsl:apply-templates mode="volatile" select="k:property[contains($volatile, concat('|', @name, '|'))]"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="k:property">
    <xsl:variable name="text">
      <xsl:value-of select="concat(@name, '=&quot;', @value)"/>
      <xsl:for-each select="k:item">
        <xsl:if test="position() > 1"><xsl:text>&#10;&#9;&#9;&#9;</xsl:text></xsl:if>
        <xsl:value-of select="."/>
      </xsl:for-each>
      <xsl:text>"</xsl:text>
    </xsl:variable>
    <xsl:call-template name="line">
      <xsl:with-param name="file">MetaBase.xml</xsl:with-param>
      <xsl:with-param name="text" select="$text"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="k:property" mode="custom">
    <xsl:variable name="type"><xsl:choose><xsl:when test="number(@value) = number(@value)">DWORD</xsl:when><xsl:otherwise>STRING</xsl:otherwise></xsl:choose></xsl:variable>
    <xsl:call-template name="line">
      <xsl:with-param name="file">MetaBase.xml</xsl:with-param>
      <xsl:with-param name="text" select="concat('&lt;Custom Name=&quot;', @name, '&quot; ID=&quot;', string-length(@name) + 61000, '&quot; Value=&quot;', @value, '&quot; Type=&quot;', $type, '&quot; UserType=&quot;IIS_MD_UT_SERVER&quot; Attributes=&quot;NO_ATTRIBUTES&quot;/>')"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="k:property" mode="volatile">
    <xsl:call-template name="line">
      <xsl:with-param name="file">adsutil.txt</xsl:with-param>
      <xsl:with-param name="text" select="concat(substring(concat(@name, '                                '), 1, 32), ': (INTEGER) ', @value)"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="k:evidence">
    <xsl:call-template name="line">
      <xsl:with-param name="file">evidence.csv</xsl:with-param>
      <xsl:with-param name="text" select="concat(',,', @object, ',', @property, ',', @value)"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
