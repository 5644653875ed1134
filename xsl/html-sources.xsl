<?xml version="1.0" encoding="UTF-8"?>
<!-- What the audit rests on: inputs with their hashes, problems, settings, the knowledge base. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1">

  <xsl:template name="sources">
    <section id="inputs" aria-labelledby="inputs-title">
      <h2 id="inputs-title">Inputs</h2>
      <xsl:choose>
        <xsl:when test="f:inputs/f:input">
          <table class="stack">
            <caption>What was given to the audit</caption>
            <thead>
              <tr>
                <th scope="col">Input</th>
                <th scope="col">Kind</th>
                <th scope="col" class="n">Bytes</th>
                <th scope="col" class="n">Members</th>
                <th scope="col" class="n">Exports</th>
                <th scope="col" class="n">Skipped</th>
                <th scope="col" class="n">Failed</th>
                <th scope="col">Status</th>
              </tr>
            </thead>
            <tbody><xsl:apply-templates select="f:inputs/f:input"/></tbody>
          </table>
        </xsl:when>
        <xsl:otherwise><p>No input was given.</p></xsl:otherwise>
      </xsl:choose>
      <h3>How it was judged</h3>
      <dl class="settings">
        <xsl:for-each select="f:knowledge-base/f:source">
          <dt>Rules</dt>
          <dd>
            <xsl:call-template name="count">
              <xsl:with-param name="n" select="@articles"/><xsl:with-param name="one" select="'article'"/>
            </xsl:call-template>
            <xsl:text>, </xsl:text>
            <xsl:value-of select="@folder"/>
            <xsl:if test="@overrides">; in place of earlier ones: <code><xsl:value-of select="@overrides"/></code></xsl:if>
          </dd>
        </xsl:for-each>
        <xsl:for-each select="f:settings/f:setting">
          <dt><xsl:value-of select="@name"/></dt>
          <dd><xsl:value-of select="@value"/></dd>
        </xsl:for-each>
      </dl>
    </section>
  </xsl:template>

  <xsl:template match="f:input">
    <tr>
      <th scope="row" data-label="Input" class="long">
        <xsl:value-of select="@name"/>
        <xsl:if test="@sha256"><span class="hash">SHA-256 <xsl:value-of select="@sha256"/></span></xsl:if>
      </th>
      <td data-label="Kind"><xsl:value-of select="@kind"/></td>
      <td class="n" data-label="Bytes"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@bytes"/></xsl:call-template></td>
      <td class="n" data-label="Members"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@members"/></xsl:call-template></td>
      <td class="n" data-label="Exports"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@exports"/></xsl:call-template></td>
      <td class="n" data-label="Skipped"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@skipped"/></xsl:call-template></td>
      <td class="n" data-label="Failed"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@failed"/></xsl:call-template></td>
      <td data-label="Status"><xsl:call-template name="status-word">
        <xsl:with-param name="status" select="@status"/></xsl:call-template></td>
    </tr>
  </xsl:template>

  <!-- ==== problems ==== -->
  <xsl:template match="f:problems">
    <details open="open" id="problems">
      <summary><h3><xsl:call-template name="count">
        <xsl:with-param name="n" select="count(f:problem)"/><xsl:with-param name="one" select="'problem'"/>
      </xsl:call-template> while reading</h3></summary>
      <table class="stack problems">
        <caption>What did not go well, and how far it reaches</caption>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">What happened</th>
            <th scope="col">Reach</th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="f:problem"/></tbody>
      </table>
    </details>
  </xsl:template>

  <xsl:template match="f:problem">
    <tr>
      <th scope="row" data-label="Where" class="long">
        <xsl:value-of select="@input"/>
        <xsl:if test="@member"><xsl:text> &#x203A; </xsl:text><xsl:value-of select="@member"/></xsl:if>
        <xsl:if test="@line">, line <xsl:value-of select="@line"/></xsl:if>
      </th>
      <td data-label="What happened"><xsl:value-of select="."/></td>
      <td data-label="Reach">
        <xsl:choose>
          <xsl:when test="@grade = 'notice'">nothing is lost</xsl:when>
          <xsl:when test="@grade = 'warning'">read in part</xsl:when>
          <xsl:when test="@grade = 'member-failed'">this member is lost</xsl:when>
          <xsl:otherwise>the rest of this input is lost</xsl:otherwise>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
