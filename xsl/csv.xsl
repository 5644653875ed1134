<?xml version="1.0" encoding="UTF-8"?>
<!-- One row per finding. Every field passes mb:csv-field, which guards and quotes it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:text>server,captured,severity,rule,title,class,path,property,value,expected,origin,status,</xsl:text>
    <xsl:text>remediation,article,archive,member&#13;&#10;</xsl:text>
    <xsl:processing-instruction name="mbaudit">rules</xsl:processing-instruction>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'rule']">
    <xsl:variable name="title" select="mb:csv-field(f:rule/@title)"/>
    <xsl:variable name="link" select="kb:article/kb:references/kb:reference/@href[starts-with(., 'https:')][1]"/>
    <xsl:variable name="article">
      <xsl:value-of select="$link"/>
      <xsl:if test="not($link)"><xsl:value-of select="f:rule/@id"/></xsl:if>
    </xsl:variable>
    <xsl:apply-templates select="f:finding">
      <xsl:with-param name="title" select="$title"/>
      <xsl:with-param name="article" select="mb:csv-field($article)"/>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'snapshot']"/>

  <xsl:template match="f:finding">
    <xsl:param name="title"/>
    <xsl:param name="article"/>
    <xsl:value-of select="mb:csv-field(@server)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(@captured)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(@severity)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(@rule)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="$title"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(@class)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(@path)"/>
    <xsl:text>,</xsl:text>
    <xsl:choose>
      <xsl:when test="f:evidence[2]"><xsl:call-template name="several"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="single"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text>,open,</xsl:text>
    <xsl:value-of select="mb:csv-field(f:remedy)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="$article"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(@input)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(@member)"/>
    <xsl:text>&#13;&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="single">
    <xsl:value-of select="mb:csv-field(f:evidence/@property)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(f:evidence/@value)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(f:evidence/@expected)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field(f:evidence/@origin)"/>
  </xsl:template>

  <!-- The parts of the four fields stand in the same order, so that they can be told together again. -->
  <xsl:template name="several">
    <xsl:variable name="property">
      <xsl:for-each select="f:evidence">
        <xsl:if test="position() > 1">; </xsl:if>
        <xsl:value-of select="@property"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="value">
      <xsl:for-each select="f:evidence">
        <xsl:if test="position() > 1">; </xsl:if>
        <xsl:value-of select="@value"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="expected">
      <xsl:for-each select="f:evidence">
        <xsl:if test="position() > 1">; </xsl:if>
        <xsl:value-of select="@expected"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="origin">
      <xsl:for-each select="f:evidence">
        <xsl:if test="position() > 1">; </xsl:if>
        <xsl:value-of select="@origin"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:value-of select="mb:csv-field($property)"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field($value)"/>
    <xsl:text>,</xsl:text>
    <xsl:if test="f:evidence/@expected"><xsl:value-of select="mb:csv-field($expected)"/></xsl:if>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="mb:csv-field($origin)"/>
  </xsl:template>
</xsl:stylesheet>
