<?xml version="1.0" encoding="UTF-8"?>
<!-- The measure for reports: what xsltproc makes of a whole findings document with the row templates of the page itself: the main
     page, a page for each rule and one for each server. mb:text and its like are EXSLT functions here. Parameters: folder, css, js. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mbaudit:findings:1"
                xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1" xmlns:exsl="http://exslt.org/common"
                xmlns:func="http://exslt.org/functions" extension-element-prefixes="exsl func"
                exclude-result-prefixes="f kb mb">
  <xsl:import href="../../xsl/html.xsl"/>
  <xsl:param name="folder" select="'.'"/>
  <xsl:variable name="words" select="document('../../xsl/words/en.xml')"/>
  <xsl:key name="word" match="text" use="@id"/>
  <xsl:key name="by-rule" match="f:finding" use="@rule"/>

  <func:function name="mb:text">
    <xsl:param name="id"/><xsl:param name="a"/><xsl:param name="b"/><xsl:param name="c"/>
    <xsl:variable name="word"><xsl:for-each select="$words"><xsl:value-of select="key('word', $id)"/></xsl:for-each></xsl:variable>
    <func:result>
      <xsl:choose>
        <xsl:when test="contains($word, '{1}')"><xsl:value-of select="concat(substring-before($word, '{1}'), $a, substring-after($word, '{1}'))"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
      </xsl:choose>
    </func:result>
  </func:function>
  <func:function name="mb:count">
    <xsl:param name="id"/><xsl:param name="n"/><xsl:param name="a"/>
    <func:result select="mb:text($id, format-number($n, '#,##0'))"/>
  </func:function>
  <func:function name="mb:number">
    <xsl:param name="n"/>
    <func:result select="format-number($n, '#,##0')"/>
  </func:function>

  <xsl:template match="/">
    <xsl:variable name="head" select="f:findings/f:head"/>
    <xsl:apply-templates select="$head"/>
    <xsl:for-each select="$head/f:rules/f:rule[@fail > 0]">
      <xsl:variable name="rule" select="."/>
      <exsl:document href="{$folder}/rule-{@id}.html" method="html">
        <xsl:call-template name="whole-page">
          <xsl:with-param name="content">
            <xsl:variable name="section">
              <f:section kind="rule" part="first" rows="{@fail}">
                <xsl:copy-of select="."/>
                <xsl:copy-of select="$head/f:articles/kb:article[@id = $rule/@id]"/>
                <xsl:for-each select="key('by-rule', @id)">
                  <xsl:copy>
                    <xsl:attribute name="server"><xsl:value-of select="../../@name"/></xsl:attribute>
                    <xsl:attribute name="captured"><xsl:value-of select="../@captured"/></xsl:attribute>
                    <xsl:attribute name="input"><xsl:value-of select="../f:export/@input"/></xsl:attribute>
                    <xsl:attribute name="member"><xsl:value-of select="../f:export/@member"/></xsl:attribute>
                    <xsl:copy-of select="@* | node()"/>
                  </xsl:copy>
                </xsl:for-each>
              </f:section>
            </xsl:variable>
            <xsl:apply-templates select="exsl:node-set($section)/f:section"/>
          </xsl:with-param>
        </xsl:call-template>
      </exsl:document>
    </xsl:for-each>
    <xsl:for-each select="f:findings/f:servers/f:server">
      <exsl:document href="{$folder}/server-{@name}.html" method="html">
        <xsl:call-template name="whole-page">
          <xsl:with-param name="content">
            <xsl:variable name="section">
              <f:section kind="snapshot" server="{@name}" n="{position()}">
                <xsl:copy-of select="f:snapshot"/>
              </f:section>
            </xsl:variable>
            <xsl:apply-templates select="exsl:node-set($section)/f:section"/>
          </xsl:with-param>
        </xsl:call-template>
      </exsl:document>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="whole-page">
    <xsl:param name="content"/>
    <html lang="en">
      <head>
        <title>A page</title>
        <style><xsl:value-of select="$css"/></style>
      </head>
      <body>
        <main><xsl:copy-of select="$content"/></main>
        <script><xsl:value-of select="$js"/></script>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
