using System.Globalization;
using System.Runtime.CompilerServices;

namespace ScoreSde.Tests.Cultures;

/// <summary>
/// Cultures that write numbers in other ways, made here, since the programs run without a library of cultures. With SCORESDE_TEST_CULTURE=de-DE or
/// ar-SA all tests run in one: users of the libraries do.
/// </summary>
internal static class Countries
{
    /// <summary>1.234,5 and -1.</summary>
    public static CultureInfo OfCommas { get; } = With("de-DE", ",", ".", "-", "NaN");

    /// <summary>1٬234٫5, and a minus sign that begins with a mark of direction.</summary>
    public static CultureInfo OfArabicMarks { get; } = With("ar-SA", "٫", "٬", "\u061C-", "ليس رقم");

#pragma warning disable CA2255 // A test project is a program: nothing else runs before its tests.
    [ModuleInitializer]
    internal static void Enter()
    {
        string word = Environment.GetEnvironmentVariable("SCORESDE_TEST_CULTURE") ?? "";
        CultureInfo? chosen = word switch
        {
            "" => null,
            "de-DE" => OfCommas,
            "ar-SA" => OfArabicMarks,
            _ => throw new NotSupportedException($"SCORESDE_TEST_CULTURE is de-DE or ar-SA, not '{word}'."),
        };
        if (chosen is not null)
        {
            CultureInfo.DefaultThreadCurrentCulture = chosen;
            CultureInfo.CurrentCulture = chosen;
        }
    }
#pragma warning restore CA2255

    private static CultureInfo With(string name, string point, string group, string minus, string notANumber)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NumberDecimalSeparator = point,
            NumberGroupSeparator = group,
            PercentDecimalSeparator = point,
            NegativeSign = minus,
            NaNSymbol = notANumber,
            PositiveInfinitySymbol = "∞",
            NegativeInfinitySymbol = minus + "∞",
            CurrencySymbol = name,
        };
        return culture;
    }
}
