using ScoreSde.Cli;
using ScoreSde.Cli.Output;

namespace ScoreSde.Tests.Support;

/// <summary>What a run of the program gave.</summary>
internal sealed record ProgramRun(int Code, string Out, string Error)
{
    /// <summary>Runs the program in this process, as if its writers were files.</summary>
    public static ProgramRun Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    /// <summary>The same, stopped by a token.</summary>
    public static ProgramRun Of(CancellationToken cancellation, params string[] arguments)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        int code = App.Run(arguments, new Terminal(results, talk) { Cancellation = cancellation });
        return new ProgramRun(code, results.ToString(), talk.ToString());
    }

    /// <summary>The same, with results that a person reads at a terminal so wide.</summary>
    public static ProgramRun AtTerminal(int width, params string[] arguments)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        int code = App.Run(arguments, new Terminal(results, talk) { OutIsTerminal = true, Width = width });
        return new ProgramRun(code, results.ToString(), talk.ToString());
    }

    /// <summary>Runs the program and asserts that it did what was asked.</summary>
    public static ProgramRun Done(params string[] arguments)
    {
        ProgramRun run = Of(arguments);
        Assert.True(run.Code == App.Done, $"exit code {run.Code}: {run.Error}");
        return run;
    }
}
