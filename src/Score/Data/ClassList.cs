
namespace ScoreSde.Data;

/// <summary>Names of classes in a sentence.</summary>
public static class ClassList
{
    private const int Most = 12;

    /// <summary><c>0, 1, 2</c>; of many the first twelve and how many there are.</summary>
    public static string Of(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return string.Join(", ", names.Take(Most).Select(Excerpt.Of)) + (names.Count > Most ? $", … ({names.Count} in all)" : "");
    }
}
