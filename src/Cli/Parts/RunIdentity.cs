using System.CommandLine;
using ScoreSde.Cli.Arguments;

namespace ScoreSde.Cli.Parts;

/// <summary>What makes two runs the same run: equal ones give the same samples.</summary>
/// <param name="Version">The program's.</param>
/// <param name="Command">The words that say what is drawn, sorted; none of those that say where it goes, by how many threads, and which part.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Count">Samples of the whole run.</param>
/// <param name="Inputs">SHA-256 of each file that is read, by the option that names it.</param>
internal sealed record RunIdentity(string Version, string Command, ulong Seed, long Count, IReadOnlyDictionary<string, string> Inputs)
{
    /// <summary>The program's version with the commit it was built from, where that is known.</summary>
    public static string OfProgram { get; } =
        typeof(RunIdentity).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyInformationalVersionAttribute), false)
            .OfType<System.Reflection.AssemblyInformationalVersionAttribute>().FirstOrDefault()?.InformationalVersion ?? "";

    /// <summary>The run of a command line.</summary>
    /// <param name="words">The words.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="count">Rows of the whole run.</param>
    /// <param name="without">The options that change no byte of a row.</param>
    /// <exception cref="Data.DataFileException">A file that is read cannot be.</exception>
    public static RunIdentity Of(ArgumentReader words, ulong seed, long count, params IReadOnlyCollection<Option> without) => new(
        OfProgram,
        words.Essence(without),
        seed,
        count,
        words.Inputs().Where(input => without.All(option => option.Name != input.Option)).ToDictionary(static input => input.Option, static input => FileHash.OfInput(input.Path)));

    /// <summary>In what another differs, as the end of a sentence; null where they are the same.</summary>
    public string? DifferenceFrom(RunIdentity other)
    {
        if (Version != other.Version)
        {
            return $"by version {other.Version}, not {Version}";
        }

        if (Command != other.Command || Seed != other.Seed || Count != other.Count)
        {
            return $"by {other.Command}, not {Command}";
        }

        string[] changed = [.. Inputs.Keys.Union(other.Inputs.Keys).Where(option => Inputs.GetValueOrDefault(option) != other.Inputs.GetValueOrDefault(option)).Order(StringComparer.Ordinal)];
        return changed.Length > 0 ? $"with another file under {string.Join(", ", changed)}" : null;
    }
}
