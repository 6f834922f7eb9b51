using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;

namespace ScoreSde.Cli.Commands;

/// <summary>The words that say where the samples of a comparison's runs go, whole or in parts, and where they come from.</summary>
/// <param name="Out">The option of the file that they go to.</param>
/// <param name="Shard">The option of a part.</param>
/// <param name="Resume">The option that leaves a part that is complete.</param>
/// <param name="From">The option of the file that they come from.</param>
internal sealed record CompareFileWords(Option<string> Out, Option<string> Shard, Option<bool> Resume, Option<string> From)
{
    /// <summary>The run that such a file is of, and the part that is drawn; null where no such file is asked for, or with a fault.</summary>
    /// <param name="words">The words.</param>
    /// <param name="models">How many models are compared.</param>
    /// <param name="toFloor">The option under which runs depend on those before.</param>
    /// <param name="told">Options of what tells of all samples.</param>
    /// <param name="unbound">Options that change no sample.</param>
    /// <param name="count">Samples of each run.</param>
    /// <param name="seed">The seed.</param>
    public PartOfRun? Read(ArgumentReader words, int models, Option<bool> toFloor, IReadOnlyList<Option> told, IReadOnlyList<Option> unbound, int count, ulong seed)
    {
        Faults faults = words.Faults;
        OutputPath.Check(words.Text(Out), faults);
        if (ResultFile.IsStream(words.Typed(Out)))
        {
            faults.Add($"{Out.Name} of compare is a file, beside which a record goes, not -.");
        }

        PartOfRun.CheckResume(words, Resume, Shard);
        if (words.Has(Shard) && !words.Has(Out))
        {
            faults.Add($"{Shard.Name} needs {Out.Name} FILE.npy, where the samples of the part go.");
        }

        if (words.Has(From) && words.Has(Out))
        {
            faults.Add($"{From.Name} measures samples that are drawn, so {Out.Name} means nothing beside it.");
        }

        Option? first = new Option[] { Out, From }.FirstOrDefault(words.Has);
        if (first is not null && models > 1)
        {
            faults.Add($"{first.Name} is for the samples of one model: give --model.");
        }

        if (first is not null && words.Switch(toFloor))
        {
            faults.Add($"{toFloor.Name} chooses its runs by measures of those before, so it does not go with {first.Name}.");
        }

        foreach (Option option in told.Where(option => words.Has(Shard) && words.Has(option)))
        {
            faults.Add($"{option.Name} tells of all samples, so it means nothing beside {Shard.Name}: give it to compare {From.Name} FILE.npy, after 'merge'.");
        }

        if (first is null || !faults.None)
        {
            return null;
        }

        Shard? part = words.Has(Shard) ? Parts.Shard.Read(Shard.Name, words.Text(Shard), count, faults) : new Shard(1, 1);
        return part is null ? null : new PartOfRun(RunIdentity.Of(words, seed, count, [.. unbound, .. told, Out, Shard, Resume, From]), part);
    }
}
