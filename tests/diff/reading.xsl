<?xml version="1.0" encoding="UTF-8"?>
<!-- An independent reading of a MetaBase.xml: the value that counts at each key, and where it is set. A property is set at the key,
     or handed down by the nearest key above that sets it, when it is of those that are handed down: by the schema, or by
     INHERIT of a Custom element. Written from what the metabase does, not from the program. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:p="urn:properties" exclude-result-prefixes="p">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:param name="file"/>
  <xsl:variable name="upper" select="'ABCDEFGHIJKLMNOPQRSTUVWXYZ'"/>
  <xsl:variable name="lower" select="'abcdefghijklmnopqrstuvwxyz'"/>
  <p:properties>
    <p:p name="MaxConnections" down="yes"/><p:p name="ConnectionTimeout" down="yes"/><p:p name="LogType" down="yes"/>
    <p:p name="MaxMessageSize" down="yes"/><p:p name="ServerComment" down="yes"/><p:p name="DefaultDomain" down="yes"/>
    <p:p name="SmartHost" down="yes"/><p:p name="BadMailDirectory" down="yes"/><p:p name="HttpErrors" down="yes"/>
    <p:p name="DomainRouting" down="yes"/><p:p name="ServerBindings"/><p:p name="ServerAutoStart"/>
    <p:c id="60001"/><p:c id="60002"/><p:c id="60003"/>
  </p:properties>
  <xsl:variable name="known" select="document('')/*/p:properties"/>

  <xsl:template match="/">
    <xsl:for-each select="/*/*/*[@Location]">
      <xsl:variable name="key" select="."/>
      <xsl:variable name="here" select="translate(@Location, $upper, $lower)"/>
      <xsl:variable name="above" select="/*/*/*[@Location][@Location = '/' and $here != '/' or
        starts-with($here, concat(translate(@Location, $upper, $lower), '/'))]"/>
      <xsl:for-each select="$known/p:p">
        <xsl:variable name="name" select="@name"/>
        <xsl:choose>
          <xsl:when test="$key/@*[local-name() = $name]">
            <xsl:call-template name="line">
              <xsl:with-param name="here" select="$here"/><xsl:with-param name="name" select="$name"/>
              <xsl:with-param name="origin" select="'explicit'"/><xsl:with-param name="from" select="$here"/>
              <xsl:with-param name="value" select="$key/@*[local-name() = $name]"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:when test="@down">
            <xsl:for-each select="$above[@*[local-name() = $name]]">
              <xsl:sort select="string-length(@Location)" data-type="number" order="descending"/>
              <xsl:if test="position() = 1">
                <xsl:call-template name="line">
                  <xsl:with-param name="here" select="$here"/><xsl:with-param name="name" select="$name"/>
                  <xsl:with-param name="origin" select="'inherited'"/>
                  <xsl:with-param name="from" select="translate(@Location, $upper, $lower)"/>
                  <xsl:with-param name="value" select="@*[local-name() = $name]"/>
                </xsl:call-template>
              </xsl:if>
            </xsl:for-each>
          </xsl:when>
        </xsl:choose>
      </xsl:for-each>
      <xsl:for-each select="$known/p:c">
        <xsl:variable name="id" select="@id"/>
        <xsl:choose>
          <xsl:when test="$key/*[@ID = $id]">
            <xsl:call-template name="line">
              <xsl:with-param name="here" select="$here"/><xsl:with-param name="name" select="$id"/>
              <xsl:with-param name="origin" select="'explicit'"/><xsl:with-param name="from" select="$here"/>
              <xsl:with-param name="value" select="$key/*[@ID = $id]/@Value"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <xsl:for-each select="$above[*[@ID = $id and contains(@Attributes, 'INHERIT')]]">
              <xsl:sort select="string-length(@Location)" data-type="number" order="descending"/>
              <xsl:if test="position() = 1">
                <xsl:call-template name="line">
                  <xsl:with-param name="here" select="$here"/><xsl:with-param name="name" select="$id"/>
                  <xsl:with-param name="origin" select="'inherited'"/>
                  <xsl:with-param name="from" select="translate(@Location, $upper, $lower)"/>
                  <xsl:with-param name="value" select="*[@ID = $id]/@Value"/>
                </xsl:call-template>
              </xsl:if>
            </xsl:for-each>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="line">
    <xsl:param name="here"/><xsl:param name="name"/><xsl:param name="origin"/><xsl:param name="from"/><xsl:param name="value"/>
    <xsl:value-of select="concat($here, '|', $name, '|', $origin, '|', $from, '|', normalize-space($value), '&#10;')"/>
  </xsl:template>
</xsl:stylesheet>
