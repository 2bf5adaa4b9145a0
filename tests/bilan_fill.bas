' Fills a workbook as somebody does in Calc: each cell by the name of its sheet, the key of its row and its header.
' A line of `answers` is: key, sheet, header, kind, value, parted by tabulations.
Sub Main(source As String, answers As String, asXlsx As String, asOds As String, report As String)
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden"
  unseen(0).Value = True
  book = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, unseen())
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  lines = CreateUnoService("com.sun.star.io.TextInputStream")
  lines.setInputStream(files.openFileRead(ConvertToURL(answers)))
  lines.setEncoding("UTF-8")
  said = CreateUnoService("com.sun.star.io.TextOutputStream")
  said.setOutputStream(files.openFileWrite(ConvertToURL(report)))
  said.setEncoding("UTF-8")
  Do While Not lines.isEOF()
    line = lines.readLine()
    If line <> "" Then
      If Not Put(book, Split(line, Chr(9))) Then said.writeString(line & Chr(10))
    End If
  Loop
  said.writeString("end")
  said.closeOutput()
  Store(book, asXlsx, "Calc MS Excel 2007 XML")
  Store(book, asOds, "calc8")
  book.close(True)
End Sub

Sub Store(book, path As String, filter As String)
  Dim named(0) As New com.sun.star.beans.PropertyValue
  named(0).Name = "FilterName"
  named(0).Value = filter
  book.storeToURL(ConvertToURL(path), named())
End Sub

Function Put(book, parts) As Boolean
  Put = False
  sheet = book.Sheets.getByName(parts(1))
  cursor = sheet.createCursor()
  cursor.gotoEndOfUsedArea(False)
  used = sheet.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow).getDataArray()
  column = -1
  For row = 0 To UBound(used)
    If used(row)(0) = "Repère" Then
      column = -1
      For place = 0 To UBound(used(row))
        If used(row)(place) = parts(2) Then column = place
      Next place
    ElseIf used(row)(0) = parts(0) And column >= 0 Then
      cell = sheet.getCellByPosition(column, row)
      Select Case parts(3)
        Case "number" : cell.setValue(Val(parts(4)))
        Case "date" : cell.setValue(CDbl(DateSerial(CInt(Left(parts(4), 4)), CInt(Mid(parts(4), 6, 2)), CInt(Right(parts(4), 2)))))
        Case Else : cell.setString(parts(4))
      End Select
      Put = (cell.getString() <> "")
      Exit Function
    End If
  Next row
End Function
