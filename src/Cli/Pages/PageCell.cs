using System.Globalization;

namespace ScoreSde.Cli.Pages;

/// <summary>A cell of a page's table.</summary>
/// <param name="Markup">What stands in it, as HTML.</param>
/// <param name="Classes">Its classes, separated by blanks.</param>
/// <param name="Order">What it is sorted by: a number, or nothing of one that has none; null to sort by its text.</param>
internal readonly record struct PageCell(string Markup, string Classes = "", string? Order = null)
{
    /// <summary>Words, from wherever they come.</summary>
    public static PageCell Text(string text, string classes = "") => new(Html.Text(text), classes);

    /// <summary>A number, sorted by its value and shown as given.</summary>
    public static PageCell Number(double value, string shown, string classes = "") => new(
        Html.Text(shown), classes.Length == 0 ? "n" : $"n {classes}", double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "");

    /// <summary>A number that is not there.</summary>
    public static PageCell None { get; } = new("–", "n", "");

    /// <summary>The element.</summary>
    public override string ToString() =>
        $"<td{(Classes.Length == 0 ? "" : $" class=\"{Classes}\"")}{(Order is null ? "" : $" data-v=\"{Order}\"")}>{Markup}</td>";
}
