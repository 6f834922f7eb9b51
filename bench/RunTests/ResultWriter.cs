using Xunit.Abstractions;

namespace ScoreSde.RunTests;

/// <summary>Writes a line for each test as it ends, with message and place where it failed, and counts. Faults outside tests count as failed.</summary>
internal sealed class ResultWriter(TextWriter output) : IMessageSink, IDisposable
{
    private readonly Lock gate = new();
    private readonly ManualResetEventSlim done = new();

    /// <summary>Tests that held.</summary>
    public int Passed { get; private set; }

    /// <summary>Tests that did not.</summary>
    public int Failed { get; private set; }

    /// <summary>Tests that said that they cannot run here.</summary>
    public int Skipped { get; private set; }

    /// <summary>Returns when the last test has ended.</summary>
    public void Wait() => done.Wait();

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        lock (gate)
        {
            Note(message);
            output.Flush();
        }

        return true;
    }

    public void Dispose() => done.Dispose();

    private void Note(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed test:
                Passed++;
                output.WriteLine($"passed  {test.Test.DisplayName} ({test.ExecutionTime:0.00} s)");
                break;
            case ITestSkipped test:
                Skipped++;
                output.WriteLine($"skipped {test.Test.DisplayName}: {test.Reason}");
                break;
            case ITestFailed test:
                Fail(test.Test.DisplayName, test);
                break;
            case ITestAssemblyFinished:
                done.Set();
                break;
            case IFailureInformation fault:
                Fail(message.GetType().Name, fault);
                break;
        }
    }

    private void Fail(string name, IFailureInformation fault)
    {
        Failed++;
        output.WriteLine($"FAILED  {name}");
        for (int i = 0; i < fault.Messages.Length; i++)
        {
            output.WriteLine($"        {fault.ExceptionTypes[i]}: {fault.Messages[i]}");
            output.WriteLine(fault.StackTraces[i]);
        }
    }
}
