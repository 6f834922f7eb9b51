using Xunit.Abstractions;

namespace ScoreSde.RunTests;

/// <summary>Collects the tests that are found.</summary>
internal sealed class FoundTests : IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim done = new();
    private readonly List<ITestCase> cases = [];

    /// <summary>The tests, complete after <see cref="Wait"/>.</summary>
    public IReadOnlyList<ITestCase> Cases => cases;

    /// <summary>Returns when all are found.</summary>
    public void Wait() => done.Wait();

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage test:
                cases.Add(test.TestCase);
                break;
            case IDiscoveryCompleteMessage:
                done.Set();
                break;
        }

        return true;
    }

    public void Dispose() => done.Dispose();
}
