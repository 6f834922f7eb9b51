using System.Globalization;
using System.Text;
using OxyPlot;
using ScoreSde.Cli.Charts;
using ScoreSde.Cli.Tables;

namespace ScoreSde.Cli.Pages;

/// <summary>A page on its way: what the pages of all verbs are made of, in the order in which it is added.</summary>
internal sealed class Page : IDisposable
{
    private const double ChartWidth = 470;
    private const double ChartHeight = 360;

    private readonly StringWriter text = new(CultureInfo.InvariantCulture);
    private int charts;

    /// <param name="title">The browser's name for it.</param>
    /// <param name="heading">What stands on top.</param>
    public Page(string title, string heading) => text.Write($"{Html.Head(title)}\n<h1>{Html.Text(heading)}</h1>\n");

    /// <summary>Adds what is HTML already.</summary>
    public void Add(string markup) => text.Write(markup);

    /// <summary>The head of a section.</summary>
    public void Section(string words) => text.Write($"<h2>{Html.Text(words)}</h2>\n");

    /// <summary>The head of a part of one.</summary>
    public void Part(string words) => text.Write($"<h3>{Html.Text(words)}</h3>\n");

    /// <summary>What was found, in sentences.</summary>
    public void Verdict(string words) => text.Write($"<p class=\"verdict\">{Html.Text(words)}</p>\n");

    /// <summary>Lines in small print.</summary>
    public void Notes(params IEnumerable<string> lines) => text.Write($"<p class=\"s\">{string.Join("<br>", lines.Select(Html.Text))}</p>\n");

    /// <summary>Charts side by side where there is room.</summary>
    /// <param name="shown">Each with what a reader is told who cannot see it.</param>
    public void Charts(params IEnumerable<(PlotModel Plot, string Title)> shown) =>
        text.Write($"<div class=\"charts\">\n{string.Concat(shown.Select(chart => Figure(chart.Plot, chart.Title, ChartWidth, ChartHeight)))}</div>\n");

    /// <summary>One chart as wide as the page.</summary>
    /// <param name="plot">The chart.</param>
    /// <param name="title">What a reader is told who cannot see it.</param>
    /// <param name="width">The width for which its text is made.</param>
    /// <param name="height">Its height there.</param>
    public void WideChart(PlotModel plot, string title, double width, double height) => text.Write($"<div class=\"charts wide\">\n{Figure(plot, title, width, height)}</div>\n");

    /// <summary>Pictures with their captions, in as many rows as they take.</summary>
    public void Pictures(params IEnumerable<(string Caption, string Address)> pictures) => Pictures("pictures", pictures);

    /// <summary>The same, large.</summary>
    public void LargePictures(params IEnumerable<(string Caption, string Address)> pictures) => Pictures("pictures large", pictures);

    /// <summary>A table that sorts.</summary>
    /// <param name="heads">The heads of its columns.</param>
    /// <param name="rows">Its cells.</param>
    /// <param name="foot">The cells of a last row that stays where it is.</param>
    public void Table(IReadOnlyList<ReportColumn> heads, IEnumerable<IEnumerable<PageCell>> rows, IEnumerable<PageCell>? foot = null)
    {
        text.Write("<div class=\"wide\"><table><thead><tr>");
        text.Write(string.Concat(heads.Select(static head => $"<th{(head.IsNumber ? " class=\"n\"" : "")}><button>{Html.Text(head.Head)}</button></th>")));
        text.Write("</tr></thead><tbody>\n");
        foreach (IEnumerable<PageCell> row in rows)
        {
            text.Write($"<tr>{string.Concat(row)}</tr>\n");
        }

        text.Write($"</tbody>{(foot is null ? "" : $"<tfoot><tr>{string.Concat(foot)}</tr></tfoot>")}</table></div>\n");
    }

    /// <summary>A table as the terminal shows it, with its notes.</summary>
    public void Table(ReportTable table)
    {
        Table(table.Columns, table.Rows.Select(row => row.Select((cell, c) => PageCell.Text(cell, table.Columns[c].IsNumber ? "n" : ""))));
        if (table.Notes.Count > 0)
        {
            Notes(table.Notes);
        }
    }

    /// <summary>What the run was asked to do.</summary>
    public void Settings(params IEnumerable<(string Name, string Value)> settings) => text.Write(
        $"<h3>Settings</h3>\n<dl>{string.Concat(settings.Select(static one => $"<dt>{Html.Text(one.Name)}</dt><dd>{Html.Text(one.Value)}</dd>"))}</dl>\n");

    /// <summary>The command that repeats the run.</summary>
    public void Again(string command) => text.Write($"<h2>Again</h2>\n<pre><code>{Html.Text(command)}</code></pre>\n");

    /// <summary>Writes the page in UTF-8.</summary>
    public void WriteTo(Stream stream) => stream.Write(Encoding.UTF8.GetBytes($"{text}{Html.Foot}"));

    /// <inheritdoc/>
    public void Dispose() => text.Dispose();

    private string Figure(PlotModel plot, string title, double width, double height) =>
        $"<figure>{InkedSvg.Of(plot, width, height, $"c{charts++}", title).ToString(System.Xml.Linq.SaveOptions.DisableFormatting)}</figure>\n";

    private void Pictures(string classes, IEnumerable<(string Caption, string Address)> pictures) => text.Write(
        $"<div class=\"{classes}\">\n{string.Concat(pictures.Select(static picture => $"<figure><img alt=\"{Html.Text(picture.Caption)}\" src=\"{picture.Address}\"><figcaption>{Html.Text(picture.Caption)}</figcaption></figure>\n"))}</div>\n");
}
