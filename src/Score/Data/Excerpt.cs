using System.Globalization;
using System.Text;

namespace ScoreSde.Data;

/// <summary>Text from a file, a name or an argument as it may stand in a sentence or a table: nothing in it steers a terminal, nor is it endless.</summary>
public static class Excerpt
{
    /// <summary>The most characters of foreign text that a message quotes.</summary>
    public const int Longest = 80;

    /// <summary>The text, at most <see cref="Longest"/> characters of it, with control characters shown as \u001b.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= Longest)
        {
            return Escaped(text);
        }

        int end = char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1;
        return Escaped(text[..end]) + "…";
    }

    /// <summary>
    /// The whole text with what is not printed shown as \u001b: control characters, those that change the direction of writing or have no width, and
    /// halves of pairs. A line end is kept where it is asked for.
    /// </summary>
    public static string Escaped(string text, bool keepsLines = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!NeedsEscape(text, keepsLines))
        {
            return text;
        }

        var shown = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                shown.Append(text, i++, 2);
            }
            else if (IsSilent(text[i]) && !(keepsLines && text[i] is '\n'))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
            else
            {
                shown.Append(text[i]);
            }
        }

        return shown.ToString();
    }

    private static bool NeedsEscape(string text, bool keepsLines)
    {
        foreach (char letter in text)
        {
            if (IsSilent(letter) && !(keepsLines && letter is '\n'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSilent(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
