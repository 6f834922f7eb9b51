using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Commands;

/// <summary>The library's help text, followed by the command's examples and the exit codes.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private const int Width = 110;

    private static readonly string[] RootExamples =
    [
        "scoresde compare",
        "scoresde compare --model mixture8 --solvers em,heun --nfe 20,50",
        "scoresde sample --model digits --solver heun --nfe 50 --count 100 --seed 1 --out digits.npy --image digits.png",
        "scoresde list solvers",
    ];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        InvocationConfiguration writers = parseResult.InvocationConfiguration;
        TextWriter output = writers.Output;
        Command command = parseResult.CommandResult.Command;
        using (var text = new StringWriter())
        {
            writers.Output = text;
            new HelpAction { MaxWidth = Width }.Invoke(parseResult);
            writers.Output = output;
            foreach (string line in text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            {
                output.WriteLine(line.TrimEnd());
            }
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (string example in command is Verb verb ? verb.Examples : RootExamples)
        {
            output.WriteLine($"  {example}");
        }

        output.WriteLine();
        output.WriteLine("Exit codes: 0 done, 1 failed or stopped while running, 2 words that cannot be carried out.");
        return ExitCode.Done;
    }
}
