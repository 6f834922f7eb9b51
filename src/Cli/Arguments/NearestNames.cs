namespace ScoreSde.Cli.Arguments;

/// <summary>The names most like a mistyped one.</summary>
internal static class NearestNames
{
    private const int Shown = 3;

    /// <summary>At most three names, the most alike first; equals keep the order of the list.</summary>
    public static IReadOnlyList<string> To(string word, IEnumerable<string> names) =>
        To(word, names, static name => [name]);

    /// <summary>The same of things with several names each.</summary>
    public static IReadOnlyList<T> To<T>(string word, IEnumerable<T> things, Func<T, IEnumerable<string>> names) =>
        [.. things.OrderBy(thing => names(thing).Min(name => Score(word.Replace('_', '-'), name))).Take(Shown)];

    // A word that begins a name, or is begun by one, is nearer than its distance says: 'digit' → 'digits', 'heun2' → 'heun'.
    private static int Score(string word, string name)
    {
        bool sameStart = word.Length > 1
            && (name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || word.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return sameStart ? 1 : Distance(word, name);
    }

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other, letter case aside
    /// (optimal string alignment; Damerau 1964).
    /// </summary>
    public static int Distance(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            distance[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            distance[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int change = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                int best = Math.Min(Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1, distance[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    best = Math.Min(best, distance[i - 2, j - 2] + 1);
                }

                distance[i, j] = best;
            }
        }

        return distance[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
