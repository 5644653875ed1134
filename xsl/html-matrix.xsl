<?xml version="1.0" encoding="UTF-8"?>
<!-- Which server fails which rule. It is a table, so that what is drawn can be read as well. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:template match="f:section[@kind = 'matrix']">
    <xsl:if test="f:row and f:rule">
      <h3 id="matrix"><xsl:value-of select="mb:text('matrix.title')"/></h3>
      <p class="intro">
        <xsl:value-of select="mb:text('matrix.intro')"/>
        <xsl:if test="@more-servers > 0"><xsl:text> </xsl:text><xsl:value-of select="mb:count('matrix.more-servers', @more-servers)"/></xsl:if>
        <xsl:if test="@more-rules > 0"><xsl:text> </xsl:text><xsl:value-of select="mb:count('matrix.more-rules', @more-rules)"/></xsl:if>
      </p>
      <section class="scroll" aria-labelledby="matrix" tabindex="0">
        <table class="matrix">
          <caption class="away"><xsl:value-of select="mb:text('matrix.title')"/></caption>
          <thead>
            <tr>
              <th scope="col" class="corner"><xsl:value-of select="mb:text('col.server')"/></th>
              <th scope="col" class="n"><xsl:value-of select="mb:text('matrix.all')"/></th>
              <xsl:for-each select="f:rule">
                <th scope="col"><a href="#rule-{@id}"><xsl:call-template name="english"/><xsl:value-of select="@title"/></a></th>
              </xsl:for-each>
            </tr>
          </thead>
          <tbody><xsl:apply-templates select="f:row"/></tbody>
        </table>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="f:row">
    <tr>
      <th scope="row"><xsl:call-template name="server-link"/></th>
      <td class="n"><xsl:value-of select="mb:number(@error + @warning + @non-default + @best-practice + @information)"/></td>
      <xsl:for-each select="f:cell">
        <td>
          <xsl:if test="@findings > 0">
            <svg class="mark {@severity}" viewBox="0 0 12 12" aria-hidden="true" focusable="false"><use href="#m-{@severity}"/></svg>
            <xsl:value-of select="@findings"/>
          </xsl:if>
        </td>
      </xsl:for-each>
    </tr>
  </xsl:template>
</xsl:stylesheet>
