namespace ScoreSde.Cli.Catalog;

/// <summary>A name and what it stands for.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Summary">One line for <c>list</c>.</param>
/// <param name="Value">What the name stands for.</param>
/// <param name="Aliases">Other names for the same.</param>
internal sealed record Entry<T>(string Name, string Summary, T Value, params string[] Aliases)
{
    /// <summary>The name, and its aliases in parentheses.</summary>
    public string Label => Aliases.Length == 0 ? Name : $"{Name} ({string.Join(", ", Aliases)})";

    /// <summary>Whether the word is the name or one of the aliases; letter case does not matter, and _ is -.</summary>
    public bool Answers(string word) => Names.Contains(word.Replace('_', '-'), StringComparer.OrdinalIgnoreCase);

    /// <summary>The name and its aliases.</summary>
    public IEnumerable<string> Names => Aliases.Prepend(Name);
}
