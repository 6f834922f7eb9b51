namespace ScoreSde.Verification.Runs;

/// <summary>Patterns of property names: <c>*</c> stands for any text; a pattern without it is to be found anywhere in the name.</summary>
public static class NamePattern
{
    /// <summary>Whether a name matches; case does not matter.</summary>
    public static bool Matches(string pattern, string name)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return name.Contains(pattern, StringComparison.OrdinalIgnoreCase);
        }

        if (!name.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        int at = parts[0].Length;
        for (int i = 1; i < parts.Length - 1; i++)
        {
            int found = name.IndexOf(parts[i], at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + parts[i].Length;
        }

        return name.Length - at >= parts[^1].Length && name.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
